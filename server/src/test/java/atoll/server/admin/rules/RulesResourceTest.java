package atoll.server.admin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesResourceTest {
    @Test
    void neitherUserNorQueryOfAnAddressIsShown() {
        assertThat(RulesResource.withoutSecrets("\"https://user:pw@host/a?token=x\""))
                .isEqualTo("https://…@host/a?…");
    }
}
