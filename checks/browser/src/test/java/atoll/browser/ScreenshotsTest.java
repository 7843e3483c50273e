package atoll.browser;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.console.FakeAdminApi;
import atoll.console.RunningConsole;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Takes the pictures of the documentation: `-Datoll.images=docs/images` puts them there, otherwise they are below
/// `target`, to be looked at.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreenshotsTest {
    private static final int SMALLEST = 10_000;
    private static final int LARGEST = 300_000;

    private final FakeAdminApi api = new FakeAdminApi();
    private final RunningConsole console = new RunningConsole(api.address(), RunningConsole.withAccount("ann"));
    private final Chromium chromium;

    ScreenshotsTest() throws IOException, InterruptedException {
        chromium = Chromium.start();
    }

    @BeforeAll
    void tellAll() {
        Scene.tellAll(api);
    }

    @AfterAll
    void close() {
        chromium.close();
        console.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "console-overview,DESK,/console/",
        "console-overview-dark,DESK_AT_NIGHT,/console/",
        "console-overview-phone,PHONE,/console/",
        "console-type,DESK,/console/types/refreshLinks",
        "console-tree,DESK,/console/find/tree?request=x",
        "console-find,DESK,/console/find?q=Main+Page&by=title",
        "console-dead,DESK,/console/dead/group?key=k+1%26",
        "console-rules,DESK_AT_NIGHT,/console/rules",
        "console-log,DESK,/console/log/dc.mediawiki.job.refreshLinks",
        "console-type-phone,PHONE_AT_NIGHT,/console/types/refreshLinks",
    })
    void takesAPicture(String name, String look, String path) throws IOException {
        Page page = chromium.page(look(look));
        page.navigate(console.address() + "/console/login");
        page.getByLabel("Name").fill("ann");
        page.getByLabel("Password").fill(RunningConsole.PASSWORD);
        page.locator("main button").click();
        page.waitForURL("**/console/");
        page.navigate(console.address() + path);
        page.evaluate(
                "() => document.querySelectorAll('.tree > li > .tree details').forEach((each) => { each.open = true })");
        if (path.equals("/console/")) {
            page.waitForCondition(
                    () -> page.locator("#live-state").textContent().equals("live"));
        }
        byte[] picture =
                page.screenshot(new Page.ScreenshotOptions().setPath(directory().resolve(name + ".png")));
        assertThat(picture.length).as("bytes of the picture").isBetween(SMALLEST, LARGEST);
        page.context().close();
    }

    private static Chromium.Look look(String name) {
        return switch (name) {
            case "DESK" -> Chromium.Look.DESK;
            case "DESK_AT_NIGHT" -> Chromium.Look.DESK_AT_NIGHT;
            case "PHONE" -> Chromium.Look.PHONE;
            case "PHONE_AT_NIGHT" -> Chromium.Look.PHONE_AT_NIGHT;
            default -> throw new AssertionError("no look '" + name + "'");
        };
    }

    private static Path directory() throws IOException {
        String wanted = System.getProperty("atoll.images", "checks/browser/target/screenshots");
        return Files.createDirectories(Chromium.repository().resolve(wanted));
    }
}
