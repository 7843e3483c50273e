package atoll.base.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML into a [Tree] from the parser's events, so that size, depth, repeated keys and aliases are judged here
/// and
/// reported with their line.
final class YamlTree {
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_LEVELS = 20;

    private final String name;
    private final List<ConfigProblem> problems;
    private final Iterator<Event> events;

    private YamlTree(String name, Iterator<Event> events, List<ConfigProblem> problems) {
        this.name = name;
        this.events = events;
        this.problems = problems;
    }

    /// The text's top level; what is wrong is added to the problems.
    static Tree.Mapping read(ConfigText text, List<ConfigProblem> problems) {
        Tree.Mapping nothing = Tree.Mapping.empty(text.name());
        if (text.yaml().length() > MOST_CHARACTERS) {
            problems.add(new ConfigProblem(
                    text.name(),
                    "",
                    "has " + text.yaml().length() + " characters: at most " + MOST_CHARACTERS + " are read"));
            return nothing;
        }
        LoadSettings settings = LoadSettings.builder().setLabel(text.name()).build();
        try {
            Iterator<Event> events =
                    new Parse(settings).parseString(text.yaml()).iterator();
            return new YamlTree(text.name(), events, problems).document(nothing);
        } catch (StopReading e) {
            return nothing;
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1))
                    .orElse("");
            problems.add(new ConfigProblem(text.name() + line, "", "is not YAML: " + e.getProblem()));
            return nothing;
        } catch (YamlEngineException e) {
            problems.add(new ConfigProblem(text.name(), "", "is not YAML: " + e.getMessage()));
            return nothing;
        }
    }

    private Tree.Mapping document(Tree.Mapping nothing) {
        @Nullable Tree top = null;
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                if (top != null) {
                    throw stop(event, "holds a second document: only one is read");
                }
                top = value(events.next(), 1);
            }
        }
        return switch (top) {
            case null -> nothing;
            case Tree.Mapping mapping -> mapping;
            case Tree.Scalar scalar when !scalar.given() -> nothing;
            case Tree other -> {
                problems.add(new ConfigProblem(other.origin(), "", "must be keys with values"));
                yield nothing;
            }
        };
    }

    private Tree value(Event event, int level) {
        if (level > MOST_LEVELS) {
            throw stop(event, "is nested deeper than " + MOST_LEVELS + " levels");
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent start -> sequence(start, level);
            case MappingStartEvent start -> mapping(start, level);
            case AliasEvent alias -> throw stop(alias, "uses an alias (*): write the value out");
            default -> throw stop(event, "has an unexpected " + event.getEventId());
        };
    }

    private Tree.Scalar scalar(ScalarEvent event) {
        String text = event.getValue();
        boolean none = event.isPlain() && (text.isEmpty() || text.equals("~") || text.equals("null"));
        return new Tree.Scalar(text, !none, at(event));
    }

    private Tree.Sequence sequence(SequenceStartEvent start, int level) {
        List<Tree> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(value(event, level + 1));
        }
        return new Tree.Sequence(items, at(start));
    }

    private Tree.Mapping mapping(MappingStartEvent start, int level) {
        Tree.Mapping mapping = Tree.Mapping.empty(at(start));
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw stop(event, "has a key that is no plain text");
            }
            Tree value = value(events.next(), level + 1);
            Tree.@Nullable Entry before = mapping.entries().putIfAbsent(key.getValue(), new Tree.Entry(at(key), value));
            if (before != null) {
                problems.add(new ConfigProblem(
                        at(key), key.getValue(), "is given twice, first in " + before.origin() + ": keep one"));
            }
        }
        return mapping;
    }

    private String at(Event event) {
        return event.getStartMark()
                .map(mark -> name + " line " + (mark.getLine() + 1))
                .orElse(name);
    }

    private StopReading stop(Event event, String message) {
        problems.add(new ConfigProblem(at(event), "", message));
        return new StopReading();
    }

    /// Leaves the recursion after the problem was noted.
    private static final class StopReading extends YamlEngineException {
        StopReading() {
            super("");
        }
    }
}
