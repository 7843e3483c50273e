package atoll.server.node;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.FileTrouble;
import atoll.changeprop.intake.IntakeConfig;
import atoll.changeprop.intake.IntakeRules;
import atoll.changeprop.intake.access.ProducerAccess;
import atoll.changeprop.intake.access.ProducerToken;
import atoll.changeprop.intake.schema.SchemaCatalog;
import atoll.changeprop.intake.schema.SchemaMode;
import atoll.changeprop.intake.stream.StreamCatalog;
import atoll.changeprop.intake.stream.StreamConfigLoader;
import atoll.http.origin.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The intake's settings, made from the configuration.
record IntakeSetup(IntakeConfig config, IntakeRules rules) {

    static IntakeSetup of(AtollConfig config) {
        AtollConfig.Intake from = config.intake();
        IntakeConfig defaults = IntakeConfig.DEFAULTS;
        IntakeConfig intake = new IntakeConfig(
                config.datacenter(),
                defaults.limits(),
                from.schemas() == AtollConfig.Strictness.STRICT ? SchemaMode.STRICT : SchemaMode.OPEN,
                defaults.declaredStreamsOnly(),
                defaults.errorEvents(),
                defaults.storeWithin());
        return new IntakeSetup(
                intake, new IntakeRules(SchemaCatalog.open(from.schemaDirectory()), streams(from), access(from)));
    }

    private static StreamCatalog streams(AtollConfig.Intake from) {
        Path file = from.streams();
        if (file == null) {
            return StreamCatalog.EMPTY;
        }
        try {
            return StreamConfigLoader.load(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.INVALID, "intake.streams: cannot read '" + file + "': " + FileTrouble.text(e), e);
        }
    }

    private static ProducerAccess access(AtollConfig.Intake from) {
        List<ProducerToken> tokens = from.tokens().stream()
                .map(token -> new ProducerToken(
                        token.secret().reveal(), Set.copyOf(token.wikis()), Set.copyOf(token.domains())))
                .toList();
        return new ProducerAccess(
                tokens, from.networks().stream().map(Network::parse).toList(), true);
    }
}
