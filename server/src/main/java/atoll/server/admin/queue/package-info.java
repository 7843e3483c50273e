/// Counts of work by wiki, type and rule in the admin API, and what holds it up.
@NullMarked
package atoll.server.admin.queue;

import org.jspecify.annotations.NullMarked;
