package lacuna.ui.features;

/** What clamping does, with what was asked: by the time of the answer the fields may say something else. */
record Previewed(PreviewRequest request, PreviewResult result) {}
