"""Targets of plans (路线图, 时间表, 任务书): what was promised, and how far it has come."""
