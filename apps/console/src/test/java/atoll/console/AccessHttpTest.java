package atoll.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may see and change what.
class AccessHttpTest {
    private static final String DROP = "&key=k&reason=why";

    private final FakeAdminApi api = new FakeAdminApi();
    private final RunningConsole console = new RunningConsole(api.address(), RunningConsole.withAccount("ann"));

    @AfterEach
    void close() {
        console.close();
        api.close();
    }

    @Test
    void changesSomethingInTheNameOfWhoIsLoggedIn() throws Exception {
        Samples.tellAll(api);
        api.answers("/v1/admin/dead-letters/drop", "{\"action_id\":\"a1\"}");
        assertThat(console.login("ann", RunningConsole.PASSWORD).status()).isEqualTo(303);
        String csrf = console.get("/console/dead").csrf();
        RunningConsole.Reply reply = console.post("/console/dead/drop", "csrf=" + csrf + DROP);
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).isEqualTo("/console/actions/a1");
        FakeAdminApi.Asked asked = api.asked("/v1/admin/dead-letters/drop").getFirst();
        assertThat(asked.headers().first("Atoll-User")).isEqualTo("ann");
        assertThat(asked.json().path("key").asString()).isEqualTo("k");
        assertThat(asked.json().path("reason").asString()).isEqualTo("why");
    }

    @Test
    void replaysAGroupATypeOrAllAsTheFormSays() throws Exception {
        Samples.tellAll(api);
        api.answers("/v1/admin/dead-letters/replay", "{\"action_id\":\"a1\"}");
        console.login("ann", RunningConsole.PASSWORD);
        String form = "csrf=" + console.get("/console/dead").csrf() + "&reason=fixed&per_second=5";
        console.post("/console/dead/replay", form + "&key=k&type=&all=");
        console.post("/console/dead/replay", form + "&key=&type=refreshLinks&all=");
        console.post("/console/dead/replay", form + "&key=&type=&all=yes");
        assertThat(api.asked("/v1/admin/dead-letters/replay"))
                .extracting(FakeAdminApi.Asked::body)
                .containsExactly(
                        "{\"key\":\"k\",\"reason\":\"fixed\",\"per_second\":5}",
                        "{\"filter\":{\"type\":\"refreshLinks\"},\"reason\":\"fixed\",\"per_second\":5}",
                        "{\"all\":true,\"reason\":\"fixed\",\"per_second\":5}");
    }

    @Test
    void offersNoFormToWhoIsNotLoggedIn() throws Exception {
        Samples.tellAll(api);
        assertThat(console.get("/console/dead").body()).doesNotContain("/console/dead/drop");
        assertThat(console.get("/console/types/refreshLinks").body()).doesNotContain("/pause");
        assertThat(console.get("/console/rules").body()).doesNotContain("<textarea");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/dead/drop",
                "/console/dead/replay",
                "/console/dead/letter/retry",
                "/console/dead/letter/drop",
                "/console/actions/a1/cancel",
                "/console/types/refreshLinks/pause",
                "/console/types/refreshLinks/resume",
                "/console/types/refreshLinks/limits",
                "/console/rules/preview",
                "/console/rules/apply",
                "/console/rules/rollback",
            })
    void changesNothingWithoutALoginOrWithAForgedForm(String path) throws Exception {
        Samples.tellAll(api);
        String anonymous = console.get("/console/login").csrf();
        assertThat(console.post(path, "csrf=" + anonymous + DROP).status()).isEqualTo(403);
        console.login("ann", RunningConsole.PASSWORD);
        String csrf = console.get("/console/dead").csrf();
        assertThat(console.post(path, "csrf=" + anonymous + DROP).status()).isEqualTo(403);
        assertThat(console.post(path, "csrf=" + DROP).status()).isEqualTo(403);
        assertThat(console.post(path, DROP).status()).isEqualTo(403);
        assertThat(console.post(path, "csrf=" + csrf + DROP, "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(console.post(path, "csrf=" + csrf + DROP, "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(console.get(path).status()).isIn(404, 405);
        assertThat(api.asked(path)).isEmpty();
        assertThat(api.asked("/v1/admin/dead-letters/drop")).isEmpty();
        assertThat(api.asked("/v1/admin/dead-letters/replay")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged", "../../x", "\"", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void takesAForgedSessionForNone(String session) throws Exception {
        Samples.tellAll(api);
        console.cookies().put("atoll-session", session);
        assertThat(console.get("/console/dead").body()).doesNotContain("/console/dead/drop");
    }

    @Test
    void endsTheSessionAtLogout() throws Exception {
        Samples.tellAll(api);
        console.login("ann", RunningConsole.PASSWORD);
        String session = console.cookies().get("atoll-session");
        RunningConsole.Reply page = console.get("/console/dead");
        assertThat(page.body()).contains("Log out");
        console.post("/console/logout", "csrf=" + page.csrf());
        assertThat(console.cookies()).doesNotContainKey("atoll-session");
        console.cookies().put("atoll-session", String.valueOf(session));
        assertThat(console.get("/console/dead").body()).doesNotContain("Log out");
    }

    @Test
    void givesCookiesThatScriptsAndOtherSitesDoNotGet() throws Exception {
        String csrf = console.get("/console/login").csrf();
        RunningConsole.Reply reply = console.post(
                "/console/login",
                "csrf=" + csrf + "&name=ann&password=" + RunningConsole.PASSWORD.replace(" ", "+"),
                "X-Forwarded-Proto",
                "https");
        assertThat(reply.header("Set-Cookie"))
                .matches("atoll-session=[A-Za-z0-9_-]{43}; Path=/console/; HttpOnly; SameSite=Strict; Secure");
    }

    @Test
    void refusesWrongPasswordsAndSlowsGuessingDown() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(console.login("ann", "wrong").status()).isEqualTo(403);
        }
        RunningConsole.Reply throttled = console.login("ann", RunningConsole.PASSWORD);
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).isEqualTo("1");
        assertThat(console.login("nobody", RunningConsole.PASSWORD).status()).isEqualTo(403);
        assertThat(console.login("x".repeat(101), "wrong").status()).isEqualTo(403);
        assertThat(console.cookies()).doesNotContainKey("atoll-session");
    }

    @ParameterizedTest
    @CsvSource({"Host,evil.example", "X-Forwarded-For,203.0.113.9"})
    void asksForALoginWhereReadingIsNotOpen(String header, String value) throws Exception {
        Samples.tellAll(api);
        RunningConsole.Reply reply = console.get("/console/", header, value);
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).isEqualTo("/console/login");
        assertThat(console.get("/console/live", header, value).status()).isEqualTo(303);
        assertThat(api.asked("/v1/admin/overview")).isEmpty();
    }

    @Test
    void believesTheHeaderOfATrustedProxyOnly() throws Exception {
        Samples.tellAll(api);
        assertThat(console.get("/console/dead", "X-Remote-User", "eve").body()).doesNotContain("eve");
        try (RunningConsole trusting = new RunningConsole(api.address(), trusting("127.0.0.0/8"));
                RunningConsole other = new RunningConsole(api.address(), trusting("10.0.0.0/8"))) {
            RunningConsole.Reply page = trusting.get("/console/dead", "X-Remote-User", "bob");
            assertThat(page.body()).contains("bob").contains("/console/dead/drop");
            assertThat(trusting.get("/console/dead").status()).isEqualTo(303);
            assertThat(trusting.get("/console/dead", "X-Remote-User", "b\u0001b")
                            .status())
                    .isIn(303, 400);
            assertThat(trusting.get("/console/dead", "X-Remote-User", "bob", "X-Remote-User", "root")
                            .status())
                    .isEqualTo(303);
            assertThat(other.get("/console/dead", "X-Remote-User", "bob").status())
                    .isEqualTo(303);
            api.answers("/v1/admin/dead-letters/drop", "{}");
            assertThat(trusting.post("/console/dead/drop", "csrf=" + page.csrf() + DROP, "X-Remote-User", "mallory")
                            .status())
                    .isEqualTo(403);
            assertThat(trusting.post("/console/dead/drop", "csrf=" + page.csrf() + DROP, "X-Remote-User", "bob")
                            .status())
                    .isEqualTo(303);
        }
    }

    private static ConsoleConfig trusting(String network) {
        return new ConsoleConfig(
                true, false, List.of(), "X-Remote-User", List.of(network), Duration.ofMinutes(1), Duration.ofHours(1));
    }

    @Test
    void answersEverythingWithHeadersThatBindTheBrowser() throws Exception {
        for (String path : List.of("/console/login", "/console/", "/console/find?q=" + "x".repeat(2_000))) {
            RunningConsole.Reply page = console.get(path);
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'")
                    .contains("script-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(page.body())
                    .doesNotContain("<script>")
                    .doesNotContain("style=")
                    .doesNotContain(" onclick");
        }
    }

    @Test
    void choosesColoursAndReturnsToItsOwnPagesOnly() throws Exception {
        String csrf = console.get("/console/login").csrf();
        RunningConsole.Reply reply =
                console.post("/console/theme", "csrf=" + csrf + "&theme=dark&back=https://evil.example/console/");
        assertThat(reply.header("Location")).isEqualTo("/console/");
        assertThat(console.get("/console/login").body()).contains("data-theme=\"dark\"");
        reply = console.post("/console/theme", "csrf=" + csrf + "&theme=%3Cscript&back=/console/dead");
        assertThat(reply.header("Location")).isEqualTo("/console/dead");
        assertThat(console.get("/console/login").body()).contains("data-theme=\"light\"");
    }
}
