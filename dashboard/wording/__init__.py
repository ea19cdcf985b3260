"""Every Chinese word and sentence of the pages, composed by rule from numbers; a module a page."""

from dashboard.wording.applications import *  # noqa: F403
from dashboard.wording.assessment import *  # noqa: F403
from dashboard.wording.briefing import *  # noqa: F403
from dashboard.wording.compare import *  # noqa: F403
from dashboard.wording.disclosure import *  # noqa: F403
from dashboard.wording.downloads import *  # noqa: F403
from dashboard.wording.drafts import *  # noqa: F403
from dashboard.wording.follow_up import *  # noqa: F403
from dashboard.wording.frame import *  # noqa: F403
from dashboard.wording.freshness import *  # noqa: F403
from dashboard.wording.hotline import *  # noqa: F403
from dashboard.wording.imports import *  # noqa: F403
from dashboard.wording.indicators import *  # noqa: F403
from dashboard.wording.names import *  # noqa: F403
from dashboard.wording.numbers import *  # noqa: F403
from dashboard.wording.office import *  # noqa: F403
from dashboard.wording.overview import *  # noqa: F403
from dashboard.wording.quality import *  # noqa: F403
from dashboard.wording.ratios import *  # noqa: F403
from dashboard.wording.regions import *  # noqa: F403
from dashboard.wording.report import *  # noqa: F403
from dashboard.wording.roster import *  # noqa: F403
from dashboard.wording.search import *  # noqa: F403
from dashboard.wording.verdict import *  # noqa: F403
from dashboard.wording.weak_spots import *  # noqa: F403
