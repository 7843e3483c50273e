package atoll.console.web;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.TimeSource;
import atoll.console.access.Cookies;
import atoll.console.access.Visitor;
import atoll.console.api.AdminClient;
import atoll.console.api.Answer;
import atoll.console.api.Tree;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// One request of one visitor, on its way to a page. Used by the thread that handles it only.
public final class Visit {
    /// A longer parameter of an address or a form is refused.
    public static final int LONGEST_PARAMETER = 1_000;

    private final HttpRequest request;
    private final Visitor visitor;
    private final Site site;
    private final long startedNanos;
    private long apiNanos;

    Visit(HttpRequest request, Visitor visitor, Site site) {
        this.request = request;
        this.visitor = visitor;
        this.site = site;
        this.startedNanos = site.time().nanoTime();
    }

    public HttpRequest request() {
        return request;
    }

    public Visitor visitor() {
        return visitor;
    }

    public Instant now() {
        return site.time().instant();
    }

    /// A parameter of the address; empty if it is not there.
    ///
    /// @throws AtollException INVALID as for [#bounded]
    public String parameter(String name) {
        String value = request.query().first(name);
        return value == null ? "" : bounded(name, value.strip());
    }

    /// The value, if it is not longer than anything the console asks for.
    ///
    /// @throws AtollException INVALID if it is
    public static String bounded(String name, String value) {
        if (value.length() > LONGEST_PARAMETER) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "'" + name + "' has " + value.length() + " characters: at most " + LONGEST_PARAMETER);
        }
        return value;
    }

    /// A number of the address; what is no number or outside counts as the nearest that is allowed.
    public long number(String name, long usual, long least, long most) {
        try {
            String text = parameter(name);
            return text.isEmpty() ? usual : Math.clamp(Long.parseLong(text), least, most);
        } catch (NumberFormatException e) {
            return usual;
        }
    }

    /// True if htmx asks for a part of the page.
    public boolean isPart() {
        return "true".equals(request.headers().first("HX-Request"))
                && !"true".equals(request.headers().first("HX-History-Restore-Request"));
    }

    public Answer get(String path) throws InterruptedException {
        long start = site.time().nanoTime();
        Answer answer = site.api().get(path);
        apiNanos += site.time().nanoTime() - start;
        return answer;
    }

    /// Changes something in the visitor's name.
    public Answer post(String path, Map<String, ?> body) throws InterruptedException {
        String user = visitor.user();
        if (user == null) {
            throw new AtollException(ErrorKind.FORBIDDEN, "changing something needs a login");
        }
        long start = site.time().nanoTime();
        Answer answer = site.api().post(path, user, body);
        apiNanos += site.time().nanoTime() - start;
        return answer;
    }

    public AdminClient api() {
        return site.api();
    }

    public TimeSource time() {
        return site.time();
    }

    /// A whole page.
    ///
    /// @param template its name, without the ending
    /// @param view what the template shows
    public HttpResponse page(String title, String template, Object view) {
        return page(200, title, template, view);
    }

    public HttpResponse page(int status, String title, String template, Object view) {
        String theme = Cookies.read(request.headers(), Cookies.THEME);
        Chrome chrome = new Chrome(
                title,
                request.path(),
                theme != null && Chrome.THEMES.contains(theme) ? theme : "",
                visitor,
                site.assets(),
                site.hasAccounts());
        return html(status, site.templates().render(template, Map.of("chrome", chrome, "view", view)));
    }

    /// The page for what the admin API found; if it found nothing, a page that says why.
    public HttpResponse page(String title, Answer answer, Found found) throws InterruptedException {
        return switch (answer) {
            case Answer.Found(var tree) -> found.show(tree);
            case Answer.Missing(var detail) -> page(404, title, "missing", "Not available: " + detail);
            case Answer.Refused(var status, var detail) -> page(status, title, "missing", detail);
            case Answer.Silent(var detail) -> page(502, title, "missing", detail);
        };
    }

    /// Makes a page of what the admin API found.
    @FunctionalInterface
    public interface Found {
        HttpResponse show(Tree tree) throws InterruptedException;
    }

    /// For scripts of the page.
    public HttpResponse json(String text) {
        return SecurityHeaders.with(HttpResponse.json(200, text.getBytes(StandardCharsets.UTF_8)))
                .withHeader("Cache-Control", "no-store")
                .withHeader("Server-Timing", timing());
    }

    /// Server-sent events.
    public HttpResponse events(HttpResponse.EventSource source) {
        return SecurityHeaders.with(HttpResponse.events(source));
    }

    /// A part of a page, to be put into it.
    public HttpResponse part(String template, Object view) {
        return html(200, site.templates().render(template, Map.of("view", view)));
    }

    /// As [#part], for forms that need to know the visitor.
    public HttpResponse visitorsPart(int status, String template, Object view) {
        return html(status, site.templates().render(template, Map.of("view", view, "visitor", visitor)));
    }

    public String text(String template, Object view) {
        return site.templates().renderText(template, Map.of("view", view));
    }

    private HttpResponse html(int status, byte[] body) {
        HttpResponse response = SecurityHeaders.with(HttpResponse.bytes(status, "text/html; charset=utf-8", body))
                .withHeader("Cache-Control", "no-store")
                .withHeader("Vary", "HX-Request, Cookie")
                .withHeader("Server-Timing", timing());
        return visitor.isNew()
                ? response.withHeader("Set-Cookie", Cookies.write(Cookies.BROWSER, visitor.browser(), isSecure()))
                : response;
    }

    /// What of the time was waiting for the admin API, and what the console took itself.
    private String timing() {
        long whole = site.time().nanoTime() - startedNanos;
        return "api;dur=" + millis(apiNanos) + ", page;dur=" + millis(whole - apiNanos);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    public boolean isSecure() {
        return Cookies.mustBeSecure(request.headers());
    }

    /// Sends the browser to another page of the console.
    public HttpResponse redirect(String path) {
        return Site.redirect(path);
    }
}
