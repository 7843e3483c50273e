/// Quotas: limits across sections, of which the owners of the sections lease units for a short time.
///
/// Cores: a [QuotaBank] at one place grants, a [QuotaLease] at each owner asks and uses. How they talk is a port.
/// docs/adr/0006-limits.md says how far the sum can overshoot, and when.
@NullMarked
package atoll.work.quota;

import org.jspecify.annotations.NullMarked;
