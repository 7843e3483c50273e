/// A blocking HTTP/1.1 client whose every call ends by a deadline, whatever the other end does.
///
/// An [HttpClient] sends an [HttpCall] once and says what came of it as an [HttpResult]: it follows no redirect, keeps
/// no
/// cookie, decodes no content and never repeats a call by itself, because a job is not idempotent. The engine
/// underneath
/// (Apache HttpComponents) does not show in this API.
@NullMarked
package atoll.http.client;

import org.jspecify.annotations.NullMarked;
