package atoll.console.web;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.TimeSource;
import atoll.console.access.Gate;
import atoll.console.access.Visitor;
import atoll.console.api.AdminClient;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Route;

/// What the pages stand on, and the way of every request to them: first who it is, then whether that person may, then
/// the
/// page; what goes wrong becomes a page that says so.
///
/// @param hasAccounts people can log in here
public record Site(
        Gate gate, AdminClient api, Templates templates, Assets assets, TimeSource time, boolean hasAccounts) {
    private static final String HOME = "/console/";
    private static final int LARGEST_FORM = 2 << 20;

    /// Answers a visit.
    @FunctionalInterface
    public interface Page {
        HttpResponse show(Visit visit) throws InterruptedException;
    }

    /// Answers a form that was sent.
    @FunctionalInterface
    public interface Action {
        HttpResponse take(Visit visit, Form form) throws InterruptedException;
    }

    /// A page for those who may read.
    public Route page(String pattern, Page page) {
        return Route.get(pattern, request -> {
            Visit visit = visit(request);
            if (!visit.visitor().mayRead()) {
                return redirect("/console/login");
            }
            return shown(visit, page);
        });
    }

    /// A page for everyone.
    public Route openPage(String pattern, Page page) {
        return Route.get(pattern, request -> shown(visit(request), page));
    }

    /// A change by somebody who is known.
    public Route action(String pattern, Action action) {
        return Route.post(pattern, request -> taken(visit(request), true, action));
    }

    /// A form that everyone may send, such as the login itself.
    public Route openAction(String pattern, Action action) {
        return Route.post(pattern, request -> taken(visit(request), false, action));
    }

    private Visit visit(HttpRequest request) {
        return new Visit(request, gate.visitor(request), this);
    }

    private HttpResponse shown(Visit visit, Page page) throws InterruptedException {
        try {
            return page.show(visit);
        } catch (AtollException e) {
            return failure(visit, e);
        }
    }

    private HttpResponse taken(Visit visit, boolean needsName, Action action) throws InterruptedException {
        try {
            Form form = Form.of(visit.request(), LARGEST_FORM);
            Visitor visitor = visit.visitor();
            if (!gate.isGenuine(visit.request(), visitor, form.raw("csrf"))) {
                throw new AtollException(
                        ErrorKind.FORBIDDEN,
                        "the form was not made for this browser, or its session has ended: go back, reload the page,"
                                + " and send it again");
            }
            if (needsName && !visitor.mayChange()) {
                throw new AtollException(ErrorKind.FORBIDDEN, "changing something needs a login");
            }
            return action.take(visit, form);
        } catch (AtollException e) {
            return failure(visit, e);
        }
    }

    private static HttpResponse failure(Visit visit, AtollException failure) {
        if (failure.kind() == ErrorKind.INTERNAL) {
            throw failure;
        }
        int status = failure.kind().httpStatus();
        return visit.page(status, "Not done", "problem", new Problem(status, String.valueOf(failure.getMessage())));
    }

    /// What the page about a failure shows.
    public record Problem(int status, String detail) {}

    /// @param path of the console
    static HttpResponse redirect(String path) {
        if (!path.startsWith(HOME)) {
            throw new AssertionError("a redirect to '" + path + "' would leave the console");
        }
        return SecurityHeaders.with(HttpResponse.of(303))
                .withHeader("Location", path)
                .withHeader("Cache-Control", "no-store");
    }
}
