package atoll.changeprop.intake.schema;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A compiled schema of events. Safe for use by many threads.
///
/// An event is first shown to a [QuickCheck], which is fast and only ever says yes when the answer is yes; what it does
/// not
/// accept goes through the full validator, which also says what is wrong.
public final class EventSchema {
    private static final int MAX_VIOLATIONS = 10;
    private static final int MAX_MESSAGE = 200;

    private final String title;
    private final Schema schema;
    private final QuickCheck quick;

    private EventSchema(String title, Schema schema, QuickCheck quick) {
        this.title = title;
        this.schema = schema;
        this.quick = quick;
    }

    /// Compiles a schema document of draft 7 or 4.
    ///
    /// @throws AtollException INVALID if the document is no such schema or refers to other documents
    public static EventSchema compile(String source, JsonNode document) {
        String dialect = document.path("$schema").asString("");
        String title = document.path("title").asString("");
        if (!document.isObject() || title.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, "schema '" + source + "' has no title");
        }
        if (hasForeignReference(document)) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "schema '" + source
                            + "' refers to another document: only '#/…' is allowed; use the materialised schema");
        }
        boolean draft4 = dialect.contains("draft-04");
        ObjectNode copy = ((ObjectNode) document).deepCopy();
        copy.remove("$schema");
        copy.remove("$id");
        copy.remove("id");
        SpecificationVersion version = draft4 ? SpecificationVersion.DRAFT_4 : SpecificationVersion.DRAFT_7;
        try {
            Schema schema = SchemaRegistry.withDefaultDialect(version).getSchema(copy);
            schema.initializeValidators();
            return new EventSchema(title, schema, draft4 ? QuickCheck.NEVER : QuickCheck.compile(copy));
        } catch (com.networknt.schema.SchemaException | IllegalArgumentException e) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "schema '" + source + "' cannot be compiled: " + shorten(String.valueOf(e.getMessage())),
                    e);
        }
    }

    public String title() {
        return title;
    }

    /// Checks an event. Where an empty array stands for an object, the tree given is changed to hold an empty object.
    public Verdict check(ObjectNode event) {
        return isQuicklyAccepted(event) ? new Verdict.Valid(false) : fullCheck(event);
    }

    boolean isQuicklyAccepted(ObjectNode event) {
        return quick.accepts(event);
    }

    Verdict fullCheck(ObjectNode event) {
        List<Error> errors = validate(event);
        if (errors.isEmpty()) {
            return new Verdict.Valid(false);
        }
        boolean repaired = false;
        for (Error error : errors) {
            repaired |= repair(event, error);
        }
        if (repaired) {
            errors = validate(event);
            if (errors.isEmpty()) {
                return new Verdict.Valid(true);
            }
        }
        return new Verdict.Invalid(errors.stream()
                .limit(MAX_VIOLATIONS)
                .map(EventSchema::violation)
                .toList());
    }

    private List<Error> validate(ObjectNode event) {
        return schema.validate(
                event,
                context -> context.setExecutionConfig(ExecutionConfig.builder()
                        .formatAssertionsEnabled(true)
                        .locale(Locale.ROOT)
                        .build()));
    }

    private static boolean repair(ObjectNode event, Error error) {
        JsonNode instance = error.getInstanceNode();
        if (!"type".equals(error.getKeyword()) || instance == null || !instance.isArray() || !instance.isEmpty()) {
            return false;
        }
        NodePath path = error.getInstanceLocation();
        JsonNode parent = event;
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            parent = child(parent, path.getElement(i));
        }
        if (path.getNameCount() > 0 && parent instanceof ObjectNode object) {
            object.putObject(path.getElement(path.getNameCount() - 1).toString());
            return true;
        }
        return false;
    }

    private static JsonNode child(JsonNode parent, Object element) {
        return element instanceof Integer index ? parent.path(index) : parent.path(element.toString());
    }

    private static Verdict.Violation violation(Error error) {
        return new Verdict.Violation(
                shorten(error.getInstanceLocation().toString()),
                error.getKeyword(),
                shorten(String.valueOf(error.getMessage())));
    }

    private static String shorten(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
    }

    private static boolean hasForeignReference(JsonNode node) {
        List<JsonNode> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            JsonNode next = open.removeLast();
            JsonNode reference = next.path("$ref");
            if (reference.isString() && !reference.asString().startsWith("#")) {
                return true;
            }
            open.addAll(next.values());
        }
        return false;
    }
}
