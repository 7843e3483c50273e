/// What the admin API looks at and acts on: the work engine, admission, the log and the rules in force, as the features
/// beside this package see them. Nothing here knows of HTTP.
@NullMarked
package atoll.server.admin.ports;

import org.jspecify.annotations.NullMarked;
