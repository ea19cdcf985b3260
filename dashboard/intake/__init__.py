"""导入 and 年报体检: what a person uploads, decides and publishes."""
