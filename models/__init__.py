"""The model workshop: data, training, export and evaluation of the models that Interlinear runs."""
