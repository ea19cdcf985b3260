"""导入, 年报体检 and 单位名录: what a person uploads, decides and publishes."""
