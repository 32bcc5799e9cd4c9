"""Whether the workflow that runs was cancelled."""

_interrupted = False


class InterruptProcessingException(Exception):
    """Ends a workflow that was cancelled."""


def interrupt_current_processing(value: bool = True) -> None:
    global _interrupted
    _interrupted = value


def processing_interrupted() -> bool:
    return _interrupted


def throw_exception_if_processing_interrupted() -> None:
    if _interrupted:
        interrupt_current_processing(False)
        raise InterruptProcessingException()
