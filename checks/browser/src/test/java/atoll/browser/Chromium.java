package atoll.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/// Debian's Chromium, without a window. Without one the tests cannot run, which counts as a failure where they must.
final class Chromium implements AutoCloseable {
    private static final int NOT_HERE = 3;
    private static final long INSTALLED_WITHIN_SECONDS = 300;
    private static final double PATIENCE_MILLIS = 10_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() throws IOException, InterruptedException {
        Path program = program();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--font-render-hinting=none")));
        return new Chromium(playwright, browser);
    }

    private static Path program() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(script().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = script.getInputStream()) {
            String path = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!script.waitFor(INSTALLED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                script.destroyForcibly();
                throw new AssertionError("scripts/chromium.sh did not end");
            }
            if (script.exitValue() == NOT_HERE) {
                throw new TestAbortedException("Chromium is not here and cannot be installed");
            }
            if (script.exitValue() != 0) {
                throw new AssertionError("scripts/chromium.sh failed with " + script.exitValue());
            }
            return Path.of(path);
        }
    }

    private static Path script() {
        return repository().resolve("scripts/chromium.sh");
    }

    static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("scripts/chromium.sh"))) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new AssertionError("the tests do not run in a checkout");
            }
            directory = parent;
        }
        return directory;
    }

    /// A page in a browser of its own: no cookies yet.
    Page page(Look look) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.colors)
                .setDeviceScaleFactor(look.scale)
                .setTimezoneId("UTC"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context.newPage();
    }

    /// How a page is looked at.
    record Look(int width, int height, ColorScheme colors, double scale) {
        static final Look DESK = new Look(1280, 800, ColorScheme.LIGHT, 1);
        static final Look DESK_AT_NIGHT = new Look(1280, 800, ColorScheme.DARK, 1);
        static final Look PHONE = new Look(375, 740, ColorScheme.LIGHT, 2);
        static final Look PHONE_AT_NIGHT = new Look(375, 740, ColorScheme.DARK, 2);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
