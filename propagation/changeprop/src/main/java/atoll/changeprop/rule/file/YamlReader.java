package atoll.changeprop.rule.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML with anchors, aliases and merge keys from the parser's events, so that size, depth, cycles and repeated
/// keys are judged here and reported with their line. Aliases share what they repeat; how large the text would be with
/// all of them written out is bounded.
final class YamlReader {
    static final int MOST_CHARACTERS = 2 << 20;
    static final long MOST_PARTS = 200_000;
    private static final int MOST_LEVELS = 64;
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]{1,30}|[0-9]{1,30}(\\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?");

    private final Iterator<Event> events;
    private final BiConsumer<Integer, String> problems;
    /// Absent values are still being read: an alias to one of them is a cycle.
    private final Map<Anchor, Optional<Yaml>> anchors = new HashMap<>();

    private YamlReader(Iterator<Event> events, BiConsumer<Integer, String> problems) {
        this.events = events;
        this.problems = problems;
    }

    /// The text's one document; null if it has none or cannot be read.
    ///
    /// @param problems gets line (0 if unknown) and message
    static @Nullable Yaml read(String name, String text, BiConsumer<Integer, String> problems) {
        if (text.length() > MOST_CHARACTERS) {
            problems.accept(0, "has " + text.length() + " characters: at most " + MOST_CHARACTERS + " are read");
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MOST_CHARACTERS + 1)
                .build();
        try {
            return new YamlReader(new Parse(settings).parseString(text).iterator(), problems).document();
        } catch (StopReading e) {
            return null;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.accept(line, "not YAML: " + e.getProblem());
            return null;
        } catch (YamlEngineException e) {
            problems.accept(0, "not YAML: " + e.getMessage());
            return null;
        }
    }

    private @Nullable Yaml document() {
        @Nullable Yaml top = null;
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                if (top != null) {
                    throw stop(event, "holds a second document: only one is read");
                }
                top = value(events.next(), 1);
            }
        }
        return top;
    }

    private Yaml value(Event event, int level) {
        if (level > MOST_LEVELS) {
            throw stop(event, "is nested deeper than " + MOST_LEVELS + " levels");
        }
        return switch (event) {
            case ScalarEvent scalar -> anchored(scalar.getAnchor(), scalar(scalar));
            case SequenceStartEvent start -> {
                open(start.getAnchor());
                yield bounded(start, anchored(start.getAnchor(), sequence(start, level)));
            }
            case MappingStartEvent start -> {
                open(start.getAnchor());
                yield bounded(start, anchored(start.getAnchor(), mapping(start, level)));
            }
            case AliasEvent alias -> aliased(alias);
            default -> throw stop(event, "has an unexpected " + event.getEventId());
        };
    }

    private void open(Optional<Anchor> anchor) {
        anchor.ifPresent(name -> anchors.put(name, Optional.empty()));
    }

    private Yaml anchored(Optional<Anchor> anchor, Yaml value) {
        anchor.ifPresent(name -> anchors.put(name, Optional.of(value)));
        return value;
    }

    private Yaml aliased(AliasEvent alias) {
        Optional<Yaml> known = anchors.get(alias.getAlias());
        if (known == null) {
            throw stop(alias, "uses the alias *" + alias.getAlias() + ", which is not defined before");
        }
        return known.orElseThrow(
                () -> stop(alias, "contains itself through the alias *" + alias.getAlias() + ": write it out"));
    }

    private Yaml bounded(Event event, Yaml value) {
        if (value.size() > MOST_PARTS) {
            throw stop(event, "has more than " + MOST_PARTS + " parts with its aliases written out");
        }
        return value;
    }

    private static Yaml.Scalar scalar(ScalarEvent event) {
        return new Yaml.Scalar(
                event.isPlain() && event.getTag().isEmpty() ? typed(event.getValue()) : event.getValue(), line(event));
    }

    /// YAML 1.2's core types; what is quoted is text.
    private static @Nullable Object typed(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> {
                if (WHOLE.matcher(text).matches()) {
                    yield Long.valueOf(text);
                }
                yield DECIMAL.matcher(text).matches() ? new BigDecimal(text) : text;
            }
        };
    }

    private Yaml.Sequence sequence(SequenceStartEvent start, int level) {
        List<Yaml> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(value(event, level + 1));
        }
        return new Yaml.Sequence(items, line(start));
    }

    private Yaml.Mapping mapping(MappingStartEvent start, int level) {
        Map<String, Yaml.Entry> own = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw stop(event, "has a key that is no plain text");
            }
            Yaml value = value(events.next(), level + 1);
            Yaml.Entry before = own.putIfAbsent(key.getValue(), new Yaml.Entry(line(key), value));
            if (before != null) {
                problems.accept(
                        line(key),
                        "has the key '" + key.getValue() + "' twice, first in line " + before.line() + ": keep one");
            }
        }
        return new Yaml.Mapping(merged(own), line(start));
    }

    /// YAML's merge key `<<` puts the keys of other maps under a map's own.
    private static Map<String, Yaml.Entry> merged(Map<String, Yaml.Entry> own) {
        Yaml.Entry merge = own.remove("<<");
        if (merge == null) {
            return own;
        }
        List<Yaml> sources =
                merge.value() instanceof Yaml.Sequence list ? list.items().reversed() : List.of(merge.value());
        Map<String, Yaml.Entry> all = new LinkedHashMap<>();
        for (Yaml source : sources) {
            if (source instanceof Yaml.Mapping mapping) {
                all.putAll(mapping.entries());
            }
        }
        all.putAll(own);
        return all;
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private StopReading stop(Event event, String message) {
        problems.accept(line(event), message);
        return new StopReading();
    }

    /// Leaves the recursion after the problem was noted.
    private static final class StopReading extends YamlEngineException {
        StopReading() {
            super("");
        }
    }
}
