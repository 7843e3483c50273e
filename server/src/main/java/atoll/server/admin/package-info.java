/// The admin API: what operators, the command line and the console can see and do, as JSON over HTTP.
///
/// Member names are in snake_case, as in MediaWiki's events. Reading changes nothing. What changes something is a POST
/// and is answered when it is recorded.
@NullMarked
package atoll.server.admin;

import org.jspecify.annotations.NullMarked;
