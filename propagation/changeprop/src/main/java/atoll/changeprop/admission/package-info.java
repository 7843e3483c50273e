/// Admission: reads the streams of the local datacenter, matches each event with the rules, and hands every match over
/// to the work engine as a delivery, exactly once.
///
/// [Admission] is a core: one thread steps it, the simulator as well as a runner. Deliveries and the positions they
/// came
/// from become durable in one batch, with counters, so that after any crash every record is counted once: read =
/// matched + unmatched.
@NullMarked
package atoll.changeprop.admission;

import org.jspecify.annotations.NullMarked;
