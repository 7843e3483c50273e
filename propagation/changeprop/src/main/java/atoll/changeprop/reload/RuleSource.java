package atoll.changeprop.reload;

import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.file.KnownStreams;
import atoll.changeprop.rule.file.RuleFiles;
import java.util.List;

/// The port to the rule files. Safe for use by many threads; may block on the disk.
public interface RuleSource {

    /// False if there are no files that could change.
    default boolean hasFiles() {
        return true;
    }

    /// A text that is another one whenever a file may have changed; cheap to ask for.
    String stamp();

    /// All files, whole, in the order they are configured.
    ///
    /// @throws atoll.base.error.AtollException INVALID if one of them cannot be read or is too large
    List<RuleFiles.RuleFile> files();

    /// Reads the files' rules. A source may have rules without files.
    ///
    /// @throws atoll.base.error.AtollException as [#files]
    default RuleFiles.Inspection inspect() {
        return RuleFiles.inspect(files(), grants(), streams());
    }

    /// What the files' rules may do on this machine.
    default Grants grants() {
        return Grants.NOTHING;
    }

    /// The streams that rules can read.
    default KnownStreams streams() {
        return new KnownStreams(List.of());
    }

    /// No rule files are configured: the rules the program started with stay.
    RuleSource NONE = new RuleSource() {
        @Override
        public boolean hasFiles() {
            return false;
        }

        @Override
        public String stamp() {
            return "";
        }

        @Override
        public List<RuleFiles.RuleFile> files() {
            return List.of();
        }
    };
}
