package atoll.browser;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.console.FakeAdminApi;
import atoll.console.RunningConsole;
import atoll.console.Samples;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every page, for everyone: the rules of WCAG 2.2 A and AA that a program can check.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityTest {
    private static final String CHECK = """
            async () => {
              const rules = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } };
              const found = await axe.run(document, rules);
              return found.violations.map((each) =>
                each.id + ': ' + each.help + ' at ' + each.nodes.map((node) => node.html + ' ' + (node.any[0] || {}).message).join(' and '));
            }""";

    private static final List<Chromium.Look> LOOKS = List.of(Chromium.Look.DESK, Chromium.Look.PHONE_AT_NIGHT);

    private final Map<Chromium.Look, Page> pages = new HashMap<>();
    private final FakeAdminApi api = new FakeAdminApi();
    private final RunningConsole console = new RunningConsole(api.address(), RunningConsole.withAccount("ann"));
    private final String axe = axe();
    private final Chromium chromium;

    AccessibilityTest() throws IOException, InterruptedException {
        chromium = Chromium.start();
    }

    @BeforeAll
    void logIn() {
        Samples.tellAll(api);
        LOOKS.forEach(look -> pages.put(look, loggedIn(look)));
    }

    @AfterAll
    void close() {
        chromium.close();
        console.close();
        api.close();
    }

    private static String axe() {
        try (InputStream in = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new AssertionError("axe.min.js is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("axe.min.js cannot be read", e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/login",
                "/console/types/refreshLinks",
                "/console/find",
                "/console/find?q=x&by=title",
                "/console/find/tree?request=req-1",
                "/console/dead",
                "/console/dead/group?key=k%201%26",
                "/console/dead/letter?id=1:7",
                "/console/actions/a1",
                "/console/rules",
                "/console/log",
                "/console/log/dc.mediawiki.job.refreshLinks",
                "/console/audit",
                "/console/types/unknown"
            })
    void breaksNoRuleInAnyLook(String path) {
        List<String> broken = new ArrayList<>();
        for (Chromium.Look look : LOOKS) {
            for (String direction : List.of("ltr", "rtl")) {
                Page page = Objects.requireNonNull(pages.get(look));
                page.navigate(console.address() + path);
                page.evaluate(
                        "dir => { document.documentElement.dir = dir; document.querySelectorAll('details').forEach(d => d.open = true) }",
                        direction);
                violations(page).forEach(rule -> broken.add(look + " " + direction + " " + rule));
                if (isWiderThanTheScreen(page)) {
                    broken.add(look + " " + direction + " the page scrolls sideways");
                }
            }
        }
        assertThat(broken).as("broken rules on " + path).isEmpty();
    }

    /// The check itself must be able to find something.
    @Test
    void findsAPictureWithoutText() {
        Page page = chromium.page(Chromium.Look.DESK);
        page.navigate(console.address() + "/console/login");
        page.evaluate("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')");
        assertThat(violations(page)).anyMatch(rule -> rule.startsWith("image-alt"));
        page.context().close();
    }

    private Page loggedIn(Chromium.Look look) {
        Page page = chromium.page(look);
        page.navigate(console.address() + "/console/login");
        page.getByLabel("Name").fill("ann");
        page.getByLabel("Password").fill(RunningConsole.PASSWORD);
        page.locator("main button").click();
        page.waitForURL("**/console/");
        return page;
    }

    private List<String> violations(Page page) {
        page.evaluate(axe);
        Object found = page.evaluate(CHECK);
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of("no answer");
    }

    private static boolean isWiderThanTheScreen(Page page) {
        return Boolean.TRUE.equals(
                page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }
}
