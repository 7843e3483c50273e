/// Runs the simulations: [atoll.simulate.Main] is the command, each scenario is a [atoll.simulate.run.Scenario].
@NullMarked
package atoll.simulate;

import org.jspecify.annotations.NullMarked;
