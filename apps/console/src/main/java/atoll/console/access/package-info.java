/// Who looks at the console, and what that person may do.
///
/// Reading may be open on this machine; changing anything needs a name: a session after a login, or a header of a
/// trusted proxy. Sessions live in memory only and are bounded in number and time. Nothing here is a promise about the
/// admin API, which decides for itself.
@NullMarked
package atoll.console.access;

import org.jspecify.annotations.NullMarked;
