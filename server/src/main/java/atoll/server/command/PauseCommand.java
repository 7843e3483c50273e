package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll pause` and `atoll resume`.
abstract class PauseCommand extends PolicyCommand {
    private PauseCommand(CommandContext context) {
        super(context);
    }

    /// `atoll pause`.
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = {
                "Starts no more jobs of a type, of a wiki or of a section. They wait and lose nothing;",
                "what runs is not stopped. It holds over restarts."
            },
            footer = {
                "",
                "Examples:",
                "  atoll pause refreshLinks --reason 'a template edit floods us'",
                "  atoll pause '*' --wiki enwiki --reason 'schema change'"
            })
    static final class Pause extends PauseCommand {
        Pause(CommandContext context) {
            super(context);
        }

        @Override
        Map<String, @Nullable Object> changed(JsonNode own, JsonNode policies) {
            Map<String, @Nullable Object> fields = recorded(own);
            fields.put("paused", true);
            return fields;
        }

        @Override
        String done() {
            return "paused";
        }
    }

    /// `atoll resume`.
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Ends a pause; what waited goes on.",
            footer = {
                "",
                "Examples:",
                "  atoll resume refreshLinks --reason 'done'",
                "  atoll resume refreshLinks --wiki testwiki --except --reason 'to try it there first'"
            })
    static final class Resume extends PauseCommand {
        @Option(names = "--except", description = "goes on although a broader policy is paused, and stays so")
        private boolean except;

        Resume(CommandContext context) {
            super(context);
        }

        @Override
        @Nullable
        Map<String, @Nullable Object> changed(JsonNode own, JsonNode policies) {
            Map<String, @Nullable Object> fields = recorded(own);
            if (except) {
                fields.put("paused", false);
                return fields;
            }
            if (!own.path("paused").asBoolean(false)) {
                throw new AtollException(
                        ErrorKind.CONFLICT,
                        words()
                                + " is not paused itself; 'atoll limits' lists what is. To let it go on although a broader"
                                + " policy is paused, add --except");
            }
            if (fields.remove("paused") == null) {
                // The configuration pauses it.
                fields.put("paused", false);
            }
            return fields.isEmpty() ? null : fields;
        }

        @Override
        String done() {
            return "resumed";
        }
    }
}
