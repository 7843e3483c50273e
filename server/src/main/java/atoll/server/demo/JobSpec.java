package atoll.server.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A job as MediaWiki's code would describe it.
///
/// @param params its own parameters, in order
/// @param isOnce true if equal jobs may be carried out once
/// @param root where it came from, if it is part of a fan-out
/// @param release not to be run before
record JobSpec(
        String type,
        Title title,
        Map<String, Object> params,
        boolean isOnce,
        @Nullable Root root,
        @Nullable Instant release) {

    /// @param signature the same for all fan-outs of the same cause
    record Root(String signature, Instant at) {}

    /// Equal jobs may be carried out once.
    static JobSpec once(String type, Title title, Map<String, Object> params) {
        return new JobSpec(type, title, params, true, null, null);
    }

    /// Each has to be carried out.
    static JobSpec each(String type, Title title, Map<String, Object> params) {
        return new JobSpec(type, title, params, false, null, null);
    }

    JobSpec of(Root newRoot) {
        return new JobSpec(type, title, params, isOnce, newRoot, release);
    }

    JobSpec notBefore(Instant newRelease) {
        return new JobSpec(type, title, params, isOnce, root, newRelease);
    }

    /// Alternating names and values, in order.
    static Map<String, Object> params(Object... namesAndValues) {
        Map<String, Object> params = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            params.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return params;
    }
}
