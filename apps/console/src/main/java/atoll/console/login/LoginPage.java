package atoll.console.login;

import atoll.console.access.Accounts;
import atoll.console.access.Cookies;
import atoll.console.access.LoginThrottle;
import atoll.console.access.Sessions;
import atoll.console.web.Form;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/console/login`, `/console/logout`, `/console/theme`.
public final class LoginPage {
    private static final Logger LOG = LoggerFactory.getLogger(LoginPage.class);
    private static final int LONGEST_NAME = 100;
    private static final String HOME = "/console/";

    private final Site site;
    private final Accounts accounts;
    private final Sessions sessions;
    private final LoginThrottle throttle;

    public LoginPage(Site site, Accounts accounts, Sessions sessions, LoginThrottle throttle) {
        this.site = site;
        this.accounts = accounts;
        this.sessions = sessions;
        this.throttle = throttle;
    }

    public List<Route> routes() {
        return List.of(
                site.openPage("/console/login", visit -> form(visit, 200, "", "")),
                site.openAction("/console/login", this::login),
                site.openAction("/console/logout", this::logout),
                site.openAction("/console/theme", LoginPage::theme));
    }

    private static HttpResponse form(Visit visit, int status, String name, String problem) {
        return visit.page(status, "Log in", "login/page", new LoginForm(name, problem));
    }

    private HttpResponse login(Visit visit, Form form) {
        String name = form.text("name");
        if (accounts.isEmpty() || name.isEmpty() || name.length() > LONGEST_NAME) {
            return form(visit, 403, "", "That name and password are not right.");
        }
        String address = visit.request().remoteAddress();
        Duration wait = throttle.wait(address, name);
        if (wait.isPositive()) {
            return form(visit, 429, name, "Too many wrong passwords. Try again in " + (wait.toSeconds() + 1) + " s.")
                    .withHeader("Retry-After", Long.toString(wait.toSeconds() + 1));
        }
        if (!accounts.isRight(name, form.raw("password"))) {
            throttle.failed(address, name);
            LOG.atWarn().addKeyValue("address", address).log("a login to the console failed");
            return form(visit, 403, name, "That name and password are not right.");
        }
        throttle.succeeded(address, name);
        if (visit.visitor().bySession()) {
            sessions.end(visit.visitor().browser());
        }
        LOG.atInfo().addKeyValue("user", name).addKeyValue("address", address).log("a login to the console");
        return visit.redirect(HOME)
                .withHeader("Set-Cookie", Cookies.write(Cookies.SESSION, sessions.start(name), visit.isSecure()));
    }

    private HttpResponse logout(Visit visit, Form form) {
        if (visit.visitor().bySession()) {
            sessions.end(visit.visitor().browser());
        }
        return visit.redirect(HOME).withHeader("Set-Cookie", Cookies.remove(Cookies.SESSION, visit.isSecure()));
    }

    private static HttpResponse theme(Visit visit, Form form) {
        String theme = form.text("theme").equals("dark") ? "dark" : "light";
        String back = form.text("back");
        boolean isOurs = back.matches("/console/[A-Za-z0-9._%/-]*");
        return visit.redirect(isOurs ? back : HOME)
                .withHeader("Set-Cookie", Cookies.writeForYear(Cookies.THEME, theme, visit.isSecure()));
    }
}
