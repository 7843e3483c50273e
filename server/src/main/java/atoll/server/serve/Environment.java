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

    /// Where Atoll keeps its data if nothing else is said: the state directory that systemd made for the service, else
    /// below the user's.
    public Path stateDirectory() {
        String ofService = variables.getOrDefault("STATE_DIRECTORY", "");
        if (!ofService.isEmpty()) {
            return Path.of(ofService.split(":", 2)[0]);
        }
        String state = variables.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty() ? home.resolve(".local").resolve("state") : Path.of(state);
        return base.resolve("atoll");
    }
}
