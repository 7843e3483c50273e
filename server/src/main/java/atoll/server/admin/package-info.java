/// The admin API: what operators, the command line and the console can see and do, as JSON over HTTP.
///
/// Member names are in snake_case, as in MediaWiki's events. Reading changes nothing. What changes something is a POST
/// and is answered when it is recorded. Here is who may ask, and the list of all routes; each feature answers in a
/// package
/// below, over what `ports` shows it.
@NullMarked
package atoll.server.admin;

import org.jspecify.annotations.NullMarked;
