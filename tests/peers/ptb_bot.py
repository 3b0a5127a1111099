"""A small bot on python-telegram-bot: another library's view of the emulator.

It echoes, puts a button under the echo, and edits the message when the button is pressed. It takes the emulator's
address as its only argument.
"""

import io
import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

TOKEN = "123456:a-token-for-the-sandbox-only-000000"


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_html("Hello, <b>%s</b>." % update.effective_user.first_name)


async def file(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    table = io.BytesIO(b"night,pain\n1,4\n")
    await update.message.reply_document(table, filename="diary.csv", caption="Your diary")


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Louder", callback_data="louder")]])
    await update.message.reply_text(update.message.text, reply_markup=keyboard)


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    await query.answer("As you wish")
    await query.edit_message_text(query.message.text.upper())


async def prepare(application: Application) -> None:
    await application.bot.set_my_commands([("start", "Say hello"), ("file", "Send a file")])


def main() -> None:
    address = sys.argv[1].rstrip("/")
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .post_init(prepare)
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CommandHandler("file", file))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling(timeout=5)


if __name__ == "__main__":
    main()
