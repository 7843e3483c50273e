package atoll.changeprop.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What rules may do on this machine besides calling others: decided by the operator, never by a rule file. Immutable.
public interface Grants {

    /// Why a rule may not do this; empty if it may.
    Optional<String> refusal(Exec exec);

    /// For looking at rule files where nothing of them is carried out.
    Grants ANY = _ -> Optional.empty();

    /// No program and no handler.
    Grants NOTHING = of(List.of(), Set.of());

    /// @param programs beginnings of commands, words separated by spaces: a rule's command must begin with the words of
    /// one of them
    /// @param handlers names of handlers
    static Grants of(List<String> programs, Set<String> handlers) {
        List<List<String>> commands = programs.stream()
                .map(text -> Arrays.asList(text.strip().split(" +")))
                .toList();
        Set<String> names = new TreeSet<>(handlers);
        return exec -> switch (exec) {
            case Exec.MediaWiki _, Exec.Links _, Exec.Emit _, Exec.Http _ -> Optional.empty();
            case Exec.Program program -> refusal(program, commands);
            case Exec.InProcess(var handler, var _) -> refusal(handler, names);
        };
    }

    private static Optional<String> refusal(Exec.Program program, List<List<String>> allowed) {
        List<String> words = new ArrayList<>();
        program.command().stream().takeWhile(word -> word.isLiteral()).forEach(word -> words.add(word.literalPrefix()));
        boolean isAllowed = allowed.stream()
                .anyMatch(command -> words.size() >= command.size()
                        && words.subList(0, command.size()).equals(command));
        return isAllowed
                ? Optional.empty()
                : Optional.of("may not be started; the operator allows it with jobs.programs: ['"
                        + String.join(" ", words) + "'] in the configuration");
    }

    private static Optional<String> refusal(String handler, Set<String> names) {
        if (names.contains(handler)) {
            return Optional.empty();
        }
        return Optional.of(
                names.isEmpty()
                        ? "no handler is registered; only a Java application that embeds Atoll has handlers"
                        : "no handler of this name is registered (there are " + String.join(", ", names) + ")");
    }
}
