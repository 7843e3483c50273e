/// The log's topics and records in the admin API, read in pages or followed as server-sent events.
@NullMarked
package atoll.server.admin.topics;

import org.jspecify.annotations.NullMarked;
