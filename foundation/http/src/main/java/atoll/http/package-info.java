/// A blocking HTTP server: every request runs top to bottom on a virtual thread of its own.
///
/// An [HttpServer] is built from an [HttpServerConfig] and a [Router] of [Route]s; an [HttpHandler] takes an
/// [HttpRequest]
/// and returns an [HttpResponse]. Failures are thrown as [atoll.base.error.AtollException] and become problem documents
/// (RFC 9457). Every input has a size limit and a time limit, every entrance a [Limit] that answers early, and what a
/// client does wrong is answered and counted, never logged. The engine underneath (Jetty) does not show in this API.
@NullMarked
package atoll.http;

import org.jspecify.annotations.NullMarked;
