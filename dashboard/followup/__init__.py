"""整改台账: the list, one task, one finding, tables that go out and come back."""
