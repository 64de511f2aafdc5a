#!/usr/bin/env bash
# Builds target/jpackage/Lacuna: a folder with its own Java, JavaFX, PyTorch and the sample project, that starts on a bare machine.
# Needs target/lacuna.jar and target/lib (mvn -q -DskipTests package), jpackage and unzip.
set -euo pipefail
cd "$(dirname "$0")/.."

case "$(uname -m)" in
  x86_64) platform=linux-x86_64 ;;
  aarch64) platform=linux-aarch64 ;;
  *) echo "There are no PyTorch natives for $(uname -m)." >&2; exit 2 ;;
esac
[ -f target/lacuna.jar ] || { echo "target/lacuna.jar is missing. Run: mvn -q -DskipTests package" >&2; exit 2; }

work=target/jpackage
rm -rf "$work"
mkdir -p "$work/input/lib" "$work/javafx" "$work/input/native/torch" "$work/input/native/tokenizers" "$work/input/sample-projects"

cp target/lacuna.jar "$work/input/"
for jar in target/lib/*.jar; do
  case "$(basename "$jar")" in
    javafx-*-linux*.jar) cp "$jar" "$work/javafx/" ;;   # linked into the runtime
    javafx-*.jar) ;;                                     # empty shells beside the platform's jars
    pytorch-native-cpu-*) unzip -qjo "$jar" "pytorch/cpu/$platform/*" -d "$work/input/native/torch" ;;
    pytorch-jni-*)
      unzip -qjo "$jar" "jnilib/$platform/cpu/*" -d "$work/input/native/torch"
      # also as it is where it holds the bridge for CUDA: who names other libraries of PyTorch needs it (docs/gpu.md)
      if unzip -Z1 "$jar" | grep "jnilib/$platform/cu" > /dev/null; then cp "$jar" "$work/input/lib/"; fi ;;
    *) cp "$jar" "$work/input/lib/" ;;
  esac
done
unzip -qjo target/lib/tokenizers-*.jar "native/lib/$platform/cpu/*" -d "$work/input/native/tokenizers"
torch=$(basename target/lib/pytorch-native-cpu-*.jar | sed -E 's/pytorch-native-cpu-([0-9.]+)-.*/\1/')
cp -r sample-projects/ember-isles "$work/input/sample-projects/"
rm -rf "$work/input/sample-projects/ember-isles/runs"

compress=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" --version | head -1 | grep -qE ' (17|18|19|20)\b' && echo --compress=2 || echo --compress=zip-6)
"${JAVA_HOME:+$JAVA_HOME/bin/}jpackage" @jpackage/linux.args \
  --app-version 0.1.0 \
  --input "$work/input" \
  --module-path "$work/javafx" \
  --jlink-options "$compress" \
  --java-options "-DPYTORCH_VERSION=$torch" \
  --dest "$work"
rm -rf "$work/input" "$work/javafx"
echo "Built $work/Lacuna ($(du -sh "$work/Lacuna" | cut -f1)). Start it with $work/Lacuna/bin/Lacuna"
