/// Who changed what, why, and what came of it: the durable topic `atoll.audit`.
///
/// A change through the admin API is written down twice: before it is made, when it is not made if it cannot be written
/// down, and after it, before it is answered. What has only the first record was under way when the process ended, and
/// is
/// listed with that result. Texts of requests are shortened, and the texts of rule files are left out: they may hold
/// secrets.
@NullMarked
package atoll.server.audit;

import org.jspecify.annotations.NullMarked;
