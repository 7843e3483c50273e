/// The proof in the admin API that nothing accepted was lost: per stream, what came in against what became of it. The
/// same sums end a demonstration and serve as metrics.
@NullMarked
package atoll.server.admin.balance;

import org.jspecify.annotations.NullMarked;
