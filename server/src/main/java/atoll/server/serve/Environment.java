package atoll.server.serve;

import java.nio.file.Path;
import java.util.Map;

/// What the commands take from the process they run in.
///
/// @param variables the environment
/// @param home the user's home directory
public record Environment(Map<String, String> variables, Path home) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    /// Where Atoll keeps its data if nothing else is said: below the user's state directory.
    public Path stateDirectory() {
        String state = variables.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty() ? home.resolve(".local").resolve("state") : Path.of(state);
        return base.resolve("atoll");
    }
}
