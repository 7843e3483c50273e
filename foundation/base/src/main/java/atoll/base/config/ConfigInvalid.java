package atoll.base.config;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used. Carries every problem found, in the order of the text; the message has one line
/// for
/// each.
public final class ConfigInvalid extends AtollException {
    private final List<ConfigProblem> problems;

    public ConfigInvalid(List<ConfigProblem> problems) {
        super(ErrorKind.INVALID, problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigProblem> problems() {
        return problems;
    }
}
