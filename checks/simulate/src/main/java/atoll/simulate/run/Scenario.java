package atoll.simulate.run;

/// A world with faults that is run from a seed.
@FunctionalInterface
public interface Scenario {

    /// Runs it once. Equal seeds give equal runs.
    ///
    /// @throws atoll.testkit.sim.SimulationFailure if something was violated
    Report run(long seed);
}
