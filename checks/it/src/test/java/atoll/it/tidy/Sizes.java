package atoll.it.tidy;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Finds in Java source what is too large: lines of files and methods, parameters of constructors, components of
/// records,
/// depth of nested statements.
final class Sizes {
    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 60;
    static final int PARAMETERS = 7;
    static final int COMPONENTS = 13;
    static final int DEPTH = 4;

    private Sizes() {}

    static List<Excess> of(String name, String source) {
        List<Excess> found = new ArrayList<>();
        int lines = (int) source.lines().count();
        if (lines > FILE_LINES) {
            found.add(new Excess("file", name, lines, FILE_LINES));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask)
                compiler.getTask(null, null, _ -> {}, List.of("-proc:none"), null, List.of(new InMemory(name, source)));
        try {
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(name, unit, positions, found).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final String source;

        InMemory(String name, String source) {
            super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final String file;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Excess> found;
        private String type = "";
        private boolean inRecord;

        Scanner(String file, CompilationUnitTree unit, SourcePositions positions, List<Excess> found) {
            this.file = file;
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void ignored) {
            String outer = type;
            boolean outerIsRecord = inRecord;
            inRecord = tree.getKind() == Tree.Kind.RECORD;
            type = tree.getSimpleName().isEmpty() ? outer : tree.getSimpleName().toString();
            if (inRecord) {
                long components = tree.getMembers().stream()
                        .filter(member -> member instanceof VariableTree field
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count();
                note("components", type, (int) components, COMPONENTS);
            }
            super.visitClass(tree, null);
            type = outer;
            inRecord = outerIsRecord;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void ignored) {
            boolean constructor = tree.getName().contentEquals("<init>");
            String member = type + "." + (constructor ? "new" : tree.getName());
            note("method", member, lines(tree), METHOD_LINES);
            if (constructor && !inRecord) {
                note("parameters", member, tree.getParameters().size(), PARAMETERS);
            }
            BlockTree body = tree.getBody();
            if (body != null) {
                Depth depth = new Depth();
                depth.scan(body, null);
                note("nesting", member, depth.deepest, DEPTH);
            }
            return super.visitMethod(tree, null);
        }

        private int lines(Tree tree) {
            var map = unit.getLineMap();
            long first = map.getLineNumber(positions.getStartPosition(unit, tree));
            return (int) (map.getLineNumber(positions.getEndPosition(unit, tree)) - first + 1);
        }

        private void note(String kind, String member, int size, int allowed) {
            if (size > allowed) {
                found.add(new Excess(kind, file + "#" + member, size, allowed));
            }
        }
    }

    /// Depth of statements within statements; an `else if` is not deeper than its `if`, and a class in a method starts
    /// anew.
    private static final class Depth extends TreeScanner<@Nullable Void, @Nullable Void> {
        private int depth;
        private int deepest;

        @Override
        public @Nullable Void scan(@Nullable Tree tree, @Nullable Void ignored) {
            if (!nests(tree)) {
                return super.scan(tree, null);
            }
            depth++;
            deepest = Math.max(deepest, depth);
            super.scan(tree, null);
            depth--;
            return null;
        }

        @Override
        public @Nullable Void visitIf(IfTree tree, @Nullable Void ignored) {
            scan(tree.getCondition(), null);
            scan(tree.getThenStatement(), null);
            if (tree.getElseStatement() instanceof IfTree chained) {
                return visitIf(chained, null);
            }
            return scan(tree.getElseStatement(), null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void ignored) {
            return null;
        }

        private static boolean nests(@Nullable Tree tree) {
            return tree != null && KINDS.stream().anyMatch(kind -> kind.isInstance(tree));
        }

        private static final List<Class<? extends Tree>> KINDS = Arrays.asList(
                IfTree.class,
                ForLoopTree.class,
                EnhancedForLoopTree.class,
                WhileLoopTree.class,
                DoWhileLoopTree.class,
                SwitchTree.class,
                SwitchExpressionTree.class,
                TryTree.class,
                SynchronizedTree.class);
    }
}
