package atoll.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.base.time.SystemTime;
import atoll.console.FakeAdminApi;
import atoll.console.RunningConsole;
import atoll.console.Samples;
import atoll.http.HttpResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What scripts and browser make of the pages.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleBrowserTest {
    private final FakeAdminApi api = new FakeAdminApi();
    private final RunningConsole console = new RunningConsole(api.address(), RunningConsole.withAccount("ann"));
    /// What the API's live stream said last, with a number that grows. Every listener gets it.
    private final AtomicReference<News> news = new AtomicReference<>(new News(0, ""));
    /// Errors of scripts, and what the content security policy forbade.
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private final Chromium chromium;

    ConsoleBrowserTest() throws IOException, InterruptedException {
        chromium = Chromium.start();
    }

    @BeforeEach
    void tellAll() {
        complaints.clear();
        news.set(new News(0, ""));
        Samples.tellAll(api);
        api.answers("/v1/admin/live", HttpResponse.events(sink -> {
            long seen = 0;
            while (sink.isOpen()) {
                News newest = news.get();
                if (newest.number > seen) {
                    seen = newest.number;
                    sink.send("overview", newest.data);
                }
                new SystemTime().sleep(Duration.ofMillis(20));
            }
        }));
    }

    @AfterEach
    void noScriptComplained() {
        assertThat(complaints).isEmpty();
    }

    @AfterAll
    void close() {
        chromium.close();
        console.close();
        api.close();
    }

    private record News(long number, String data) {}

    private void live(String overview) {
        news.updateAndGet(before -> new News(before.number + 1, overview.replace("\n", " ")));
    }

    private Page open(String path) {
        return open(path, Chromium.Look.DESK);
    }

    private Page open(String path, Chromium.Look look) {
        Page page = chromium.page(look);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("a script of a stranger ran: " + dialog.message());
            dialog.dismiss();
        });
        page.navigate(console.address() + path);
        return page;
    }

    @Test
    void movesTheOverviewOnInPlace() {
        Page page = open("/console/");
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("htmlCacheUpdate"));
        link.focus();
        page.evaluate("() => { window.before = document.activeElement }");
        live(Samples.OVERVIEW
                .replace("\n", " ")
                .replace("\"waiting\":3", "\"waiting\":777")
                .replace("\"difference\":0", "\"difference\":5"));
        assertThat(page.locator("#live-state")).hasText("live");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("htmlCacheUpdate")))
                .containsText("777");
        assertThat(page.locator(".totals .bad")).containsText("5");
        assertThat(page.evaluate("() => window.before === document.activeElement"))
                .isEqualTo(true);
        assertThat(page.locator("tr .spark")).hasCount(2);
        page.context().close();
    }

    @Test
    void leavesRowsWhereTheyAreWhileSomebodyUsesThem() {
        Page page = open("/console/");
        Locator names = page.locator("tbody th a");
        assertThat(names).hasText(new String[] {"refreshLinks", "htmlCacheUpdate"});
        ObjectNode turned = (ObjectNode) Json.readTree(Samples.OVERVIEW.getBytes(StandardCharsets.UTF_8));
        ArrayNode types = (ArrayNode) turned.path("types");
        types.add(types.remove(0));
        names.first().focus();
        live(turned.toString());
        assertThat(page.locator("#live-state")).hasText("live");
        assertThat(names).hasText(new String[] {"refreshLinks", "htmlCacheUpdate"});
        page.evaluate("() => document.activeElement.blur()");
        page.mouse().move(5, 5);
        live(turned.toString());
        assertThat(names).hasText(new String[] {"htmlCacheUpdate", "refreshLinks"});
        page.context().close();
    }

    @Test
    void saysWhenItIsNotLive() {
        api.refuses("/v1/admin/live", 404, "nothing is here");
        Page page = open("/console/");
        assertThat(page.locator("#live-state")).hasText("this Atoll has no live overview: reload the page for news");
        page.context().close();
    }

    @Test
    void drawsCharts() {
        Page page = open("/console/");
        assertThat(page.locator(".plot canvas")).hasCount(1);
        Object drawn = page.evaluate("""
                () => { const c = document.querySelector('.plot canvas');
                  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                  return d.some((v, i) => i % 4 === 3 && v > 0); }""");
        assertThat(drawn).isEqualTo(true);
        page.context().close();
    }

    @Test
    void letsAnOperatorPauseAType() {
        api.answers("/v1/admin/policies", Samples.POLICIES);
        Page page = login("/console/types/refreshLinks");
        Locator form = page.locator("form[action$='/pause']");
        form.getByLabel("Wiki").fill("dewiki");
        form.getByLabel("Reason").fill("too slow");
        form.locator("button").click();
        page.waitForURL("**/console/types/refreshLinks");
        assertThat(page.locator("h1")).hasText("refreshLinks");
        FakeAdminApi.Asked asked = api.asked("/v1/admin/policies").stream()
                .filter(each -> each.method().equals("POST"))
                .toList()
                .getLast();
        assertThat(asked.headers().first("Atoll-User")).isEqualTo("ann");
        assertThat(asked.body()).contains("\"wiki\":\"dewiki\"", "\"paused\":true", "\"version\":7");
        page.context().close();
    }

    @Test
    void followsAnActionToItsEnd() {
        Page page = open("/console/actions/a1");
        assertThat(page.locator("#progress")).containsText("3 tried again");
        api.answers(
                "/v1/admin/actions/a1",
                "{\"id\":\"a1\",\"kind\":\"replay\",\"state\":\"done\",\"matched\":17,\"changed\":17}");
        assertThat(page.locator("#progress")).containsText("17 tried again");
        page.context().close();
    }

    @Test
    void runsNoScriptOfStrangers() {
        String markup = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
        api.answers("/v1/admin/audit", Samples.AUDIT.replace("fixed", markup));
        Page page = open("/console/audit");
        assertThat(page.locator("td.detail").nth(1)).hasText(markup);
        assertThat(page.locator("img")).hasCount(0);
        page.context().close();
    }

    @Test
    void asksNobodyElse() {
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        Page page = chromium.page(Chromium.Look.DESK);
        page.onRequest(request -> {
            if (!request.url().startsWith(console.address().toString())
                    && !request.url().startsWith("data:")) {
                elsewhere.add(request.url());
            }
        });
        page.navigate(console.address() + "/console/");
        page.navigate(console.address() + "/console/types/refreshLinks");
        assertThat(elsewhere).isEmpty();
        page.context().close();
    }

    @Test
    void switchesColours() {
        Page page = open("/console/log");
        page.getByLabel("Switch to dark colours").click();
        page.waitForURL("**/console/log");
        assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(20, 23, 26)");
        page.context().close();
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        Page page = open("/console/");
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("Skip to content");
        page.keyboard().press("Enter");
        assertThat(page.evaluate("() => document.activeElement.id")).isEqualTo("main");
        page.context().close();
    }

    private Page login(String path) {
        Page page = open("/console/login");
        page.getByLabel("Name").fill("ann");
        page.getByLabel("Password").fill(RunningConsole.PASSWORD);
        page.locator("main button").click();
        page.waitForURL("**/console/");
        page.navigate(console.address() + path);
        return page;
    }
}
