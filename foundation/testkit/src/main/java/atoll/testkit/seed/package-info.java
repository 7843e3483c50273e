/// Randomised tests that can be repeated: [atoll.testkit.seed.Seeded] runs a test once for each seed,
/// [atoll.testkit.seed.Draw] makes values out of a seed. The simulator starts from the same seeds.
@NullMarked
package atoll.testkit.seed;

import org.jspecify.annotations.NullMarked;
