package atoll.changeprop.rule;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.rule.template.EventView;
import atoll.changeprop.rule.template.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program with the arguments and variables that a rule makes of an event. Whether it may be started is not checked.
///
/// An argument never vanishes: without a value it is empty, so that those behind it keep their places.
///
/// @param environment in the rule's order
public record Invocation(List<String> command, Map<String, String> environment) {
    /// Characters of all arguments and variables together; systems allow between 128 KiB and 2 MiB.
    public static final int LONGEST = 64 * 1024;

    private static final String END_OF_OPTIONS = "--";

    public Invocation {
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /// @param event with what the case's match captured
    /// @throws AtollException INVALID if an argument that comes out of the event would be an option, or if
    /// the system cannot pass a value on; TOO_LARGE
    public static Invocation of(Exec.Program exec, EventView event) {
        List<String> command = new ArrayList<>();
        boolean mayBeOption = false;
        long length = 0;
        for (Template template : exec.command()) {
            String text = passable(template.text(event), "argument " + command.size());
            boolean fromEvent =
                    !template.isLiteral() && template.literalPrefix().isEmpty();
            if (fromEvent && !mayBeOption && text.startsWith("-")) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "argument " + command.size() + " is '" + shortened(text)
                                + "', which comes out of the event and would be an option; write '--' as an argument"
                                + " before it if the program knows that, or a text in front of it");
            }
            mayBeOption |= template.isLiteral() && text.equals(END_OF_OPTIONS);
            command.add(text);
            length += text.length();
        }
        Map<String, String> environment = new LinkedHashMap<>();
        exec.environment().forEach((name, template) -> {
            environment.put(name, passable(template.text(event), "variable " + name));
        });
        length += environment.values().stream().mapToLong(String::length).sum();
        if (length > LONGEST) {
            throw new AtollException(
                    ErrorKind.TOO_LARGE,
                    "arguments and variables have " + length + " characters (at most " + LONGEST
                            + "); the program can read the event from its standard input");
        }
        return new Invocation(command, environment);
    }

    private static String passable(String text, String name) {
        if (text.indexOf('\0') >= 0) {
            throw new AtollException(
                    ErrorKind.INVALID, name + " contains a null character, which no program can be given");
        }
        return text;
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
