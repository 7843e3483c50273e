package atoll.simulate.run;

import java.util.Map;

/// What a run that went well consisted of.
///
/// @param steps steps of the simulation
/// @param traceHash equal for equal runs
/// @param faults each fault with how often it was injected
/// @param events what else happened, counted by name
public record Report(long seed, long steps, long traceHash, Map<String, Long> faults, Map<String, Long> events) {
    public Report {
        faults = Map.copyOf(faults);
        events = Map.copyOf(events);
    }
}
