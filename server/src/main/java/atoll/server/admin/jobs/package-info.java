/// Single deliveries in the admin API: listing, showing the whole history of an event, retrying and dropping; and, for
/// an
/// event that became no delivery, looking in the log for the reason.
@NullMarked
package atoll.server.admin.jobs;

import org.jspecify.annotations.NullMarked;
