package atoll.http;

/// Answers the requests of one route. Called on a virtual thread per request, by many threads at once, and may block.
@FunctionalInterface
public interface HttpHandler {

    /// An [atoll.base.error.AtollException] becomes a problem document with its kind's status; any other exception is a
    /// bug: it is logged once with an id, and the client gets a 500 that names the id.
    HttpResponse handle(HttpRequest request) throws InterruptedException;
}
