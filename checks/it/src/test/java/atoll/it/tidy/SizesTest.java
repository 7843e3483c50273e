package atoll.it.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizesTest {

    @Test
    void acceptsWhatIsSmall() {
        assertThat(Sizes.of("A.java", "class A { A(int a) {} void b() { if (true) { } } }"))
                .isEmpty();
    }

    @Test
    void countsLinesOfFilesAndMethods() {
        String body = "int x = 0;\n".repeat(59);
        assertThat(Sizes.of("A.java", "class A {\nvoid b() {\n" + body + "}\n}"))
                .containsExactly(new Excess("method", "A.java#A.b", 61, 60));
        assertThat(Sizes.of("A.java", "class A {\n" + "\n".repeat(400) + "}\n"))
                .containsExactly(new Excess("file", "A.java", 402, 400));
    }

    @Test
    void countsParametersOfConstructorsAndComponentsOfRecords() {
        assertThat(Sizes.of("A.java", "class A { A(" + parameters(8) + ") {} }"))
                .containsExactly(new Excess("parameters", "A.java#A.new", 8, 7));
        assertThat(Sizes.of("A.java", "record A(" + parameters(13) + ") { static final int X = 1; A {} }"))
                .isEmpty();
        assertThat(Sizes.of("A.java", "record A(" + parameters(14) + ") {}"))
                .containsExactly(new Excess("components", "A.java#A", 14, 13));
    }

    @Test
    void countsDepthOfNestedStatements() {
        String four = "for(;;) while(true) { try { if (true) return; } finally { } }";
        assertThat(Sizes.of("A.java", "class A { void b() { " + four + " } }")).isEmpty();
        assertThat(Sizes.of("A.java", "class A { void b() { if (true) " + four + " } }"))
                .containsExactly(new Excess("nesting", "A.java#A.b", 5, 4));
    }

    @Test
    void takesAChainOfElseIfForOneLevel() {
        String chain = "if (a) { } else if (b) { } else if (c) { } else if (d) { } else if (e) { } else { }";
        assertThat(Sizes.of("A.java", "class A { void b() { " + chain + " } }")).isEmpty();
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "int p" + i).collect(Collectors.joining(", "));
    }
}
