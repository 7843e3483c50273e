/// Backups in the admin API: snapshots of the running log, copied piece by piece by whoever asked for them.
@NullMarked
package atoll.server.admin.backups;

import org.jspecify.annotations.NullMarked;
