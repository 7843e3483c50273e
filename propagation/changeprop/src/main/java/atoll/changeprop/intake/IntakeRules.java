package atoll.changeprop.intake;

import atoll.changeprop.intake.access.ProducerAccess;
import atoll.changeprop.intake.schema.SchemaCatalog;
import atoll.changeprop.intake.stream.StreamCatalog;

/// What an intake checks requests against.
public record IntakeRules(SchemaCatalog schemas, StreamCatalog streams, ProducerAccess access) {}
