package atoll.changeprop.intake.access;

import atoll.http.origin.Network;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides who may send events. A token admits from anywhere, for its wikis; without one the address must be in an
/// allowed
/// network. A wrong token is refused from everywhere, so that a mistake shows.
///
/// @param loopback whether this machine itself may send without a token
public record ProducerAccess(List<ProducerToken> tokens, List<Network> networks, boolean loopback) {
    /// Only this machine.
    public static final ProducerAccess DEFAULTS = new ProducerAccess(List.of(), List.of(), true);

    public ProducerAccess {
        tokens = List.copyOf(tokens);
        networks = List.copyOf(networks);
    }

    /// The answer to a producer.
    public sealed interface Admission {
        /// May send events of any wiki.
        record Trusted() implements Admission {}

        /// May send events of the token's wikis.
        record WithToken(ProducerToken token) implements Admission {}

        /// May not send; the reason never holds a token.
        record Refused(String reason) implements Admission {}
    }

    public Admission admit(InetAddress remote, @Nullable String shownToken) {
        if (shownToken != null) {
            ProducerToken token = find(shownToken);
            return token == null
                    ? new Admission.Refused("the token in the URL is not known; check 'token=' in the producer's URL")
                    : new Admission.WithToken(token);
        }
        if (loopback && remote.isLoopbackAddress() || networks.stream().anyMatch(n -> n.contains(remote))) {
            return new Admission.Trusted();
        }
        return new Admission.Refused("address '" + remote.getHostAddress()
                + "' is in no allowed network and the URL has no token; add 'token=' or allow the network");
    }

    private @Nullable ProducerToken find(String shown) {
        byte[] digest = ProducerToken.digest(shown);
        ProducerToken found = null;
        for (ProducerToken token : tokens) {
            if (token.matches(digest)) {
                found = token;
            }
        }
        return found;
    }
}
