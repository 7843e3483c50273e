/// Tests of the sums themselves; that the admin API shows them is tested with the other routes.
@NullMarked
package atoll.server.admin.balance;

import org.jspecify.annotations.NullMarked;
