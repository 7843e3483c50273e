package atoll.it.architecture.sample.inner;

import atoll.it.architecture.sample.LooseManager;

/// One half of a cycle.
public record Loop(LooseManager other) {}
