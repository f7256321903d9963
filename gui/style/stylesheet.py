"""Qt's style sheet and palette, made of a Look: how the widgets look that Qt paints."""

from PySide6.QtGui import QColor, QPalette

from gui.style.style import Style
from gui.style.theme import CARD_RADIUS, SMALL, mix


def palette(look: Style) -> QPalette:
    """For what no style sheet reaches: selections, links, disabled text."""
    theme, made = look.theme, QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.background,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.card,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.Highlight: look.focus,
        QPalette.ColorRole.HighlightedText: theme.background,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Link: look.focus,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor(theme.muted))
    return made


def stylesheet(look: Style) -> str:
    """For the whole application."""
    makers = (_surfaces, _tables, _scroll_bars, _buttons, _sliders, _fields, _popups)
    return "".join(make(look) for make in makers)


def _surfaces(look: Style) -> str:
    theme = look.theme
    return f"""
    QWidget {{ color: {theme.text}; }}
    QMainWindow, #page, #content {{ background: {theme.background}; }}
    #rail {{ background: {theme.card}; border: none; border-right: 1px solid {theme.border}; }}
    #bar {{ background: {theme.card}; border: none; border-bottom: 1px solid {theme.border}; }}
    #panel {{ background: {theme.card}; border: none; border-left: 1px solid {theme.border}; }}
    #panelBody {{ background: {theme.card}; }}
    #card {{ background: {theme.card}; border: 1px solid {theme.border};
             border-radius: {CARD_RADIUS}px; }}
    #muted, #sliderTitle[quiet="true"] {{ color: {theme.muted}; }}
    #section {{ color: {theme.muted}; font-size: {look.px(SMALL)}px; font-weight: 600;
                letter-spacing: 1px; }}
    #section[lane="a"] {{ color: {theme.lane_a}; }}
    #section[lane="b"] {{ color: {theme.lane_b}; }}
    #hint {{ color: {theme.muted}; font-size: {look.px(SMALL)}px; }}
    #refusal {{ color: {theme.failure}; font-size: {look.px(SMALL)}px; }}
    #key {{ background: {theme.raised}; border: 1px solid {theme.border}; border-radius: 6px;
            padding: 3px 9px; }}
    #output {{ background: {theme.background}; color: {theme.muted}; border-radius: 8px;
               padding: 8px; font-family: "DejaVu Sans Mono", "Menlo", "Consolas", monospace;
               font-size: {look.px(SMALL)}px; }}
    #code {{ background: {theme.card}; border: 2px solid transparent; border-radius: 8px;
             selection-background-color: {mix(theme.card, look.focus, 0.35)};
             selection-color: {theme.text}; }}
    #code:focus {{ border: 2px solid {look.focus}; }}
    #notice {{ background: {theme.raised}; border: 1px solid {theme.border};
               border-radius: {CARD_RADIUS}px; }}
    #notice[bad="true"] {{ border-color: {theme.failure}; }}
    #notice[bad="true"] QLabel {{ color: {theme.failure}; }}
    QLabel {{ background: transparent; }}
    """


def _tables(look: Style) -> str:
    theme = look.theme
    return f"""
    #table {{ border: 2px solid transparent; border-radius: 8px; }}
    #table:focus {{ border: 2px solid {look.focus}; }}
    #grid {{ background: {theme.card}; border: 2px solid {theme.border};
             border-radius: {CARD_RADIUS}px; }}
    #grid:focus {{ border-color: {look.focus}; }}
    #grid::item {{ padding: 0 6px; border: none; }}
    #grid::item:selected {{ background: {mix(theme.card, look.focus, 0.30)};
                            color: {theme.text}; }}
    #grid QTableCornerButton::section {{ background: {theme.card}; border: none; }}
    #grid QHeaderView, #grid QHeaderView::section {{ background: {theme.card};
             color: {theme.muted}; border: none; font-size: {look.px(SMALL)}px; }}
    #grid QHeaderView::section {{ padding: 2px 9px; }}
    """


def _scroll_bars(look: Style) -> str:
    theme = look.theme
    return f"""
    QScrollArea {{ border: none; background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {mix(theme.border, theme.muted, 0.35)};
               border-radius: 3px; min-height: 32px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
    QScrollBar::handle:horizontal {{ background: {mix(theme.border, theme.muted, 0.35)};
               border-radius: 3px; min-width: 32px; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _buttons(look: Style) -> str:
    theme = look.theme
    lit = mix(theme.raised, theme.text, 0.07)
    pad = f"padding: {look.px(8)}px {look.px(16)}px"
    return f"""
    QPushButton {{ background: {theme.raised}; border: 2px solid {theme.raised};
                   border-radius: 10px; {pad}; }}
    QPushButton:hover {{ background: {lit}; border-color: {lit}; }}
    QPushButton:checked {{ background: {mix(theme.raised, theme.text, 0.2)};
                           border-color: {theme.muted}; font-weight: 600; }}
    QPushButton:disabled {{ color: {theme.muted}; }}
    QPushButton:focus {{ border-color: {look.focus}; }}
    #primary {{ background: {theme.text}; border-color: {theme.text}; color: {theme.background};
                font-weight: 600; }}
    #primary:hover {{ background: {mix(theme.text, theme.background, 0.14)}; }}
    #primary:disabled {{ background: {theme.border}; border-color: {theme.border};
                         color: {theme.muted}; }}
    #primary:focus {{ border-color: {look.focus}; }}
    #alarm {{ background: transparent; border: 2px solid {theme.failure}; color: {theme.failure};
              padding: {look.px(7)}px {look.px(11)}px; font-weight: 600; }}
    #alarm:hover {{ background: {mix(theme.card, theme.failure, 0.15)}; }}
    #alarm:focus {{ border-color: {look.focus}; }}
    #quiet {{ background: transparent; border: 2px solid transparent; color: {theme.muted};
              border-radius: 8px; padding: {look.px(3)}px {look.px(8)}px; }}
    #quiet:hover {{ background: {lit}; color: {theme.text}; }}
    #quiet:checked {{ background: {theme.raised}; color: {theme.text}; }}
    #quiet:focus {{ border-color: {look.focus}; color: {theme.text}; }}
    #segmented {{ background: {theme.raised}; border: 1px solid {theme.border};
                  border-radius: 9px; }}
    #segment {{ background: transparent; border: 2px solid transparent; border-radius: 7px;
                color: {theme.muted}; padding: {look.px(2)}px {look.px(10)}px; font-weight: 500;
                font-size: {look.px(SMALL)}px; }}
    #segment[below="true"] {{ text-align: left; }}
    #segment:hover {{ color: {theme.text}; }}
    #segment:checked {{ background: {theme.card}; color: {theme.text}; }}
    #segment:focus {{ border-color: {look.focus}; }}
    #railButton {{ background: transparent; border: 2px solid transparent; border-radius: 10px;
                   color: {theme.muted}; font-size: 11px; padding: 4px 0; }}
    #railButton:hover {{ background: {theme.raised}; color: {theme.text}; }}
    #railButton:checked {{ background: {theme.raised}; color: {theme.text}; }}
    #railButton:focus {{ border-color: {look.focus}; }}
    """


def _sliders(look: Style) -> str:
    theme = look.theme
    groove = mix(theme.border, theme.muted, 0.22)
    lanes = "".join(
        f"""
    QSlider[lane="{lane}"]::sub-page:horizontal {{ background: {theme.lane(lane)}; }}
    QSlider[lane="{lane}"]::handle:horizontal {{ background: {theme.lane(lane)}; }}"""
        for lane in ("a", "b")
    )
    return f"""
    QSlider {{ min-height: 26px; border: 2px solid transparent; border-radius: 9px; }}
    QSlider:focus {{ border-color: {look.focus}; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {groove};
                                  margin: 0 3px; }}
    QSlider::sub-page:horizontal {{ background: {theme.text}; border-radius: 2px;
                                    margin: 0 3px; }}
    QSlider::handle:horizontal {{ background: {theme.text}; width: 16px; height: 16px;
                                  border-radius: 8px; margin: -6px 0; }}
    {lanes}
    """


def _fields(look: Style) -> str:
    theme = look.theme
    return f"""
    QLineEdit {{ background: {theme.raised}; border: 2px solid {theme.raised};
                 border-radius: 7px; padding: 2px 7px; selection-color: {theme.background};
                 selection-background-color: {look.focus}; }}
    #field {{ background: {theme.raised}; border: 2px solid {theme.raised}; border-radius: 7px;
              padding: 2px 4px; selection-color: {theme.background};
              selection-background-color: {look.focus}; }}
    #field:hover {{ border-color: {theme.border}; }}
    #field:focus {{ border-color: {look.focus}; }}
    #number {{ font-weight: 600; }}
    QLineEdit:hover {{ border-color: {theme.border}; }}
    QLineEdit:focus {{ border-color: {look.focus}; }}
    QLineEdit[refused="true"] {{ border-color: {theme.failure}; color: {theme.failure}; }}
    """


def _popups(look: Style) -> str:
    theme = look.theme
    return f"""
    QMenu {{ background: {theme.raised}; border: 1px solid {theme.border}; padding: 6px;
             menu-scrollable: 1; }}
    QMenu::item {{ padding: {look.px(8)}px {look.px(22)}px {look.px(8)}px {look.px(14)}px;
                   border-radius: 6px; }}
    QMenu::item:selected {{ background: {mix(theme.raised, theme.text, 0.12)}; }}
    QMenu::item:checked {{ font-weight: 600; }}
    QMenu::item:disabled {{ color: {theme.muted}; }}
    #details::item {{ padding-bottom: {look.px(27)}px; }}
    #checks::item {{ padding-left: {look.px(36)}px; }}
    #checks::indicator {{ width: 0px; height: 0px; }}
    QMenu QLineEdit {{ background: {theme.card}; border-color: {theme.border};
                       placeholder-text-color: {theme.muted}; }}
    QMenu QLineEdit:focus {{ border-color: {look.focus}; }}
    QMenu::separator {{ height: 1px; background: {theme.border}; margin: 6px 4px; }}
    QToolTip {{ background: {theme.raised}; color: {theme.text};
                border: 1px solid {theme.border}; padding: 6px 9px;
                font-size: {look.px(SMALL + 1)}px; }}
    """
